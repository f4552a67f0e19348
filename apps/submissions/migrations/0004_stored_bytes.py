"""Each revision says how many bytes it added to what its team keeps."""

from typing import Any

from django.db import migrations, models


def count_what_is_there(apps: Any, _schema: Any) -> None:
    revision_model = apps.get_model("submissions", "Revision")
    artifact_model = apps.get_model("submissions", "Artifact")
    known: dict[int, set[str]] = {}
    for revision in revision_model.objects.select_related("submission").order_by("id").iterator():
        kept = known.setdefault(revision.submission.team_id, set())
        files = artifact_model.objects.filter(revision=revision).exclude(digest="")
        sizes = dict(files.values_list("digest", "size"))
        sizes[revision.upload_digest] = revision.upload_size
        new = sum(size for digest, size in sizes.items() if digest not in kept)
        revision_model.objects.filter(pk=revision.pk).update(stored_bytes=new)
        kept |= set(sizes)


class Migration(migrations.Migration):
    dependencies = [("submissions", "0003_invariants")]

    operations = [
        migrations.AddField(
            model_name="revision",
            name="stored_bytes",
            field=models.PositiveBigIntegerField(default=0),
        ),
        migrations.RunPython(count_what_is_there, migrations.RunPython.noop, elidable=True),
    ]
