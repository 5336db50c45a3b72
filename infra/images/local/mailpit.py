#!/usr/bin/python3 -I
"""An SMTP sink that starts like the official image of Mailpit: no argument serves, 'readyz' asks whether it does. It keeps no mail."""
import os
import runpy
import smtplib
import sys

address = os.environ.get("MP_SMTP_BIND_ADDR", "0.0.0.0:1025")
if sys.argv[1:] == ["readyz"]:
    host, _, port = address.rpartition(":")
    smtplib.SMTP("127.0.0.1" if host in ("", "0.0.0.0") else host, int(port), timeout=2).quit()
else:
    sys.argv = ["aiosmtpd", "--nosetuid", "--listen", address, "--class", "aiosmtpd.handlers.Sink"]
    runpy.run_module("aiosmtpd", run_name="__main__", alter_sys=True)
