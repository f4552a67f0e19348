import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import apps.common.ids


class Migration(migrations.Migration):
    dependencies = [
        ("annotations", "0005_invariants"),
        ("exports", "0003_invariants"),
        ("submissions", "0003_invariants"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AnnotationImport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                ("digest", models.CharField(max_length=64)),
                ("size", models.PositiveIntegerField()),
                ("total", models.PositiveIntegerField(null=True)),
                ("position", models.PositiveIntegerField(default=0)),
                ("threads", models.PositiveIntegerField(default=0)),
                ("comments", models.PositiveIntegerField(default=0)),
                ("known", models.PositiveIntegerField(default=0)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="annotations.review",
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="imports",
                        to="submissions.revision",
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ImportProblem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("where", models.TextField(blank=True)),
                ("index", models.PositiveIntegerField()),
                ("message", models.TextField()),
                ("hint", models.TextField(blank=True)),
                ("text", models.TextField(blank=True)),
                (
                    "job",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="problems",
                        to="exports.annotationimport",
                    ),
                ),
            ],
            options={
                "ordering": ["index", "id"],
            },
        ),
        migrations.AddIndex(
            model_name="annotationimport",
            index=models.Index(
                condition=models.Q(("state__in", ["queued", "running"])),
                fields=["state", "lease_until"],
                name="exports_annotationimport_open",
            ),
        ),
        migrations.AddIndex(
            model_name="annotationimport",
            index=models.Index(fields=["author", "created_at"], name="exports_imports_of_person"),
        ),
        migrations.AddConstraint(
            model_name="annotationimport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "queued",
                            "running",
                            "done",
                            "partly_failed",
                            "failed",
                            "timed_out",
                            "cancelled",
                        ],
                    )
                ),
                name="exports_annotationimport_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="annotationimport",
            constraint=models.CheckConstraint(
                condition=models.Q(("attempt__lte", models.F("last_attempt"))),
                name="exports_annotationimport_attempts_bounded",
            ),
        ),
        migrations.AddConstraint(
            model_name="annotationimport",
            constraint=models.CheckConstraint(
                condition=models.Q(("progress_done__lte", models.F("progress_total"))),
                name="exports_annotationimport_progress_bounded",
            ),
        ),
        migrations.AddConstraint(
            model_name="annotationimport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "running"), _negated=True),
                    ("lease_until__isnull", False),
                    _connector="OR",
                ),
                name="exports_annotationimport_running_is_leased",
            ),
        ),
        migrations.AddConstraint(
            model_name="annotationimport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("position", 0), ("position__lte", models.F("total")), _connector="OR"
                ),
                name="exports_annotationimport_within_the_file",
            ),
        ),
        migrations.AddIndex(
            model_name="importproblem",
            index=models.Index(fields=["job", "index"], name="exports_problem_order"),
        ),
    ]
