package org.dddblocks.testkit;

class PostgresRepositoryCrashTest extends RepositoryCrashes implements OnPostgres {}
