package org.dddblocks.testkit;

class PostgresProjectionCrashTest extends ProjectionCrashes implements OnPostgres {}
