from typing import Any

from django.db import migrations, models

from avert.web.audit import triggers


def lay_triggers(_apps: Any, editor: Any) -> None:
    triggers.lay(_Plain(editor), editor.connection.vendor)


def lift_triggers(_apps: Any, editor: Any) -> None:
    # By name, because what lifts them all also looks at a table that is not there yet.
    where = " ON audit_entry" if editor.connection.vendor == "postgresql" else ""
    for name in ("in_order", "unchanged", "kept", "not_emptied"):
        editor.execute(f"DROP TRIGGER IF EXISTS audit_entry_{name}{where}", params=None)


class _Plain:
    """The schema editor, told to take statements as they are: no parameters, so no % to be filled in."""

    def __init__(self, editor: Any) -> None:
        self.editor = editor

    def execute(self, sql: str, /) -> object:
        return self.editor.execute(sql, params=None)


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_append_only")]
    operations = [
        migrations.RunPython(lift_triggers),
        migrations.CreateModel(
            name="AuditCheckpoint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("retention", models.CharField(max_length=10)),
                ("before", models.DateTimeField()),
                ("through", models.BigIntegerField()),
                ("at", models.DateTimeField()),
            ],
            options={"db_table": "audit_checkpoint"},
        ),
        migrations.AddField(
            model_name="auditentry",
            name="retention",
            field=models.CharField(blank=True, default="", max_length=10),
        ),
        migrations.AlterField(
            model_name="auditentry",
            name="salt",
            field=models.CharField(blank=True, max_length=32),
        ),
        migrations.RunPython(lay_triggers),
    ]
