package org.dddblocks.testkit;

class H2ProjectionCrashTest extends ProjectionCrashes implements OnH2 {}
