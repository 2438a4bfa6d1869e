"""E-mails to several people over one connection."""

import logging
import smtplib
from contextlib import suppress
from types import TracebackType
from typing import Self

from django.core.mail import EmailMessage, get_connection

logger = logging.getLogger("portal.post")
OF_ONE_MESSAGE = (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError)


class Post:
    """A refused message stops no other; a server that is away is asked once. Addresses are not logged."""

    def __init__(self) -> None:
        self.connection, self.is_away = get_connection(), False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        with suppress(OSError):
            self.connection.close()

    def send(self, *, to: str, subject: str, text: str) -> bool:
        """Whether the message went out."""
        if self.is_away:
            return False
        try:
            EmailMessage(subject, text, to=[to], connection=self.connection).send()
        except (*OF_ONE_MESSAGE, ValueError) as error:  # ValueError: an address or a heading that no mail can have
            logger.warning("e-mail refused: %s", type(error).__name__)
        except OSError as error:
            logger.error("no e-mail is sent: %s", type(error).__name__)
            self.is_away = True
        else:
            return True
        return False
