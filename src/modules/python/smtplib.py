"""The names of smtplib; Refscope opens no network connections, and says so."""

__all__ = ["SMTPException", "SMTPServerDisconnected", "SMTPResponseException", "SMTPConnectError",
           "SMTPAuthenticationError", "SMTPRecipientsRefused", "SMTP", "SMTP_SSL"]


class SMTPException(OSError):
    """Something went wrong with the mail."""


class SMTPServerDisconnected(SMTPException):
    """The server is not there."""


class SMTPResponseException(SMTPException):
    """The server refused with a code."""


class SMTPConnectError(SMTPResponseException):
    """The server refused the connection."""


class SMTPAuthenticationError(SMTPResponseException):
    """The server refused the name."""


class SMTPRecipientsRefused(SMTPException):
    """The server refused all receivers."""


class SMTP:
    """A connection that is never made."""

    def __init__(self, host="", port=0, *more, **options):
        if host:
            self.connect(host, port)

    def connect(self, host="localhost", port=0, source_address=None):
        """Refscope opens no network connections."""
        raise OSError("Refscope opens no network connections")

    def sendmail(self, *arguments, **options):
        """There is no connection."""
        raise SMTPServerDisconnected("please run connect() first")

    login = starttls = ehlo = helo = send_message = noop = sendmail

    def quit(self):
        """There is nothing to end."""

    close = quit

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()


class SMTP_SSL(SMTP):
    """A connection that is never made."""
