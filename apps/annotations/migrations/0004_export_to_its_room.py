from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("annotations", "0003_export_stamp"),
        ("exports", "0001_export_from_annotations"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel("Export")]),
    ]
