import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import apps.common.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("submissions", "0002_drafts"),
        ("annotations", "0003_export_stamp"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # The table exists: only Django's picture of it changes rooms.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="Export",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "public_id",
                            models.CharField(
                                default=apps.common.ids.new_public_id,
                                editable=False,
                                max_length=26,
                                unique=True,
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("queued", "Queued"),
                                    ("running", "Running"),
                                    ("done", "Done"),
                                    ("partly_failed", "Partly failed"),
                                    ("failed", "Failed"),
                                    ("timed_out", "Timed out"),
                                    ("cancelled", "Cancelled"),
                                ],
                                default="queued",
                                max_length=16,
                            ),
                        ),
                        ("attempt", models.PositiveSmallIntegerField(default=0)),
                        ("last_attempt", models.PositiveSmallIntegerField(default=3)),
                        ("token", models.CharField(blank=True, max_length=32)),
                        ("host", models.CharField(blank=True, max_length=128)),
                        ("pid", models.PositiveIntegerField(blank=True, null=True)),
                        ("lease_until", models.DateTimeField(blank=True, null=True)),
                        ("announced_at", models.DateTimeField(blank=True, null=True)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("started_at", models.DateTimeField(blank=True, null=True)),
                        ("finished_at", models.DateTimeField(blank=True, null=True)),
                        ("phase", models.CharField(blank=True, max_length=16)),
                        ("progress_done", models.PositiveSmallIntegerField(default=0)),
                        ("progress_total", models.PositiveSmallIntegerField(default=0)),
                        ("problem", models.TextField(blank=True)),
                        (
                            "format",
                            models.CharField(
                                choices=[
                                    ("html", "HTML, one file"),
                                    ("pdf", "PDF"),
                                    ("md", "Markdown with comments"),
                                    ("jsonld", "W3C Web Annotations (JSON-LD)"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("stamp", models.CharField(blank=True, max_length=64)),
                        ("digest", models.CharField(blank=True, max_length=64)),
                        ("size", models.PositiveIntegerField(default=0)),
                        (
                            "author",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "revision",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="exports",
                                to="submissions.revision",
                            ),
                        ),
                    ],
                    options={
                        "db_table": "annotations_export",
                        "ordering": ["-id"],
                        "abstract": False,
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state__in", ["queued", "running"])),
                                fields=["state", "lease_until"],
                                name="annotations_export_open",
                            )
                        ],
                    },
                ),
            ]
        ),
    ]
