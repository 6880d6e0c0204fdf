from typing import Any

from django.db import migrations
from django.db.models import OuterRef, Subquery


def say_exercise(apps: Any, _schema_editor: Any) -> None:
    """Say of each room on a warning which exercise it belongs to: until now only its warning knew."""
    of_warning = apps.get_model("warnings", "Warning").objects.filter(pk=OuterRef("warning"))
    rooms = apps.get_model("response", "Room").objects.filter(warning__exercise__isnull=False)
    rooms.update(exercise=Subquery(of_warning.values("exercise")))


class Migration(migrations.Migration):
    dependencies = [("response", "0002_convening")]

    operations = [migrations.RunPython(say_exercise, migrations.RunPython.noop)]
