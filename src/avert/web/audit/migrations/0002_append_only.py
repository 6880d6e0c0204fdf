from typing import Any

from django.db import migrations

from avert.web.audit import triggers


def lay_triggers(_apps: Any, editor: Any) -> None:
    triggers.lay(_Plain(editor), editor.connection.vendor)


class _Plain:
    """The schema editor, told to take statements as they are: no parameters, so no % to be filled in."""

    def __init__(self, editor: Any) -> None:
        self.editor = editor

    def execute(self, sql: str, /) -> object:
        return self.editor.execute(sql, params=None)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunPython(lay_triggers)]
