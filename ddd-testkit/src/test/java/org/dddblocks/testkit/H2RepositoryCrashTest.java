package org.dddblocks.testkit;

class H2RepositoryCrashTest extends RepositoryCrashes implements OnH2 {}
