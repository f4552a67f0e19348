from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("exports", "0001_export_from_annotations"),
        ("annotations", "0004_export_to_its_room"),
    ]

    operations = [
        migrations.AlterModelTable(name="export", table=None),
        migrations.RenameIndex(
            model_name="export", old_name="annotations_export_open", new_name="exports_export_open"
        ),
    ]
