"""The audit trail is only ever added to: the database itself refuses anything else."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import migrations

if TYPE_CHECKING:
    from django.apps.registry import Apps
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_NO = "the audit trail is only ever added to"
_DO = {
    # REPLACE deletes without asking the trigger of DELETE, so a line that is there refuses it.
    "sqlite": (
        f"""CREATE TRIGGER trail_update BEFORE UPDATE ON console_entry
            BEGIN SELECT RAISE(ABORT, '{_NO}'); END""",
        f"""CREATE TRIGGER trail_delete BEFORE DELETE ON console_entry
            BEGIN SELECT RAISE(ABORT, '{_NO}'); END""",
        f"""CREATE TRIGGER trail_replace BEFORE INSERT ON console_entry
            WHEN EXISTS (SELECT 1 FROM console_entry WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, '{_NO}'); END""",
    ),
    "postgresql": (
        f"""CREATE FUNCTION trail_refuses() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION '{_NO}'; END $$""",
        """CREATE TRIGGER trail_lines BEFORE UPDATE OR DELETE ON console_entry
            FOR EACH ROW EXECUTE FUNCTION trail_refuses()""",
        """CREATE TRIGGER trail_whole BEFORE TRUNCATE ON console_entry
            FOR EACH STATEMENT EXECUTE FUNCTION trail_refuses()""",
    ),
}
_UNDO = {
    "sqlite": tuple(f"DROP TRIGGER trail_{name}" for name in ("update", "delete", "replace")),
    "postgresql": (
        "DROP TRIGGER trail_lines ON console_entry",
        "DROP TRIGGER trail_whole ON console_entry",
        "DROP FUNCTION trail_refuses()",
    ),
}


def _do(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in _DO[editor.connection.vendor]:
        editor.execute(statement)


def _undo(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in _UNDO[editor.connection.vendor]:
        editor.execute(statement)


class Migration(migrations.Migration):
    """Triggers."""

    dependencies: ClassVar = [("console", "0001_initial")]
    operations: ClassVar = [migrations.RunPython(_do, _undo)]
