"""Each suite of expectations passes on good tables and catches every bad one."""
