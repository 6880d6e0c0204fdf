"""Fields that only an organisation's custodian can read: who a source is, who reported.

Why and against whom: docs/decisions/sealed-fields.md.
"""
