package org.dddblocks.testkit;

class PostgresInboxContractTest extends InboxContract implements OnPostgres {}
