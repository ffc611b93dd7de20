package org.dddblocks.testkit;

class PostgresSagaContractTest extends SagaContract implements OnPostgres {}
