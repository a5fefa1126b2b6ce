"""Tests of publishing: digests, audience files, the switch, verification and SQL on a release."""
