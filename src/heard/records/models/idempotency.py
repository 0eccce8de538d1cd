"""Which requests were done before, so that a client may repeat one."""

from django.db import models

from heard.records.fields import digest_field, id_field


class IdempotencyKey(models.Model):
    """Under which id an action was done: the same again gets its answer, other content 409."""

    id = id_field()
    sha256 = digest_field()  # of actor, kind and content
    index = models.BigIntegerField(null=True)
