from django.db import migrations


class Migration(migrations.Migration):
    """Empty since 0003 lays the triggers, for they now also guard what 0003 adds."""

    dependencies = [("audit", "0001_initial")]
    operations = []
