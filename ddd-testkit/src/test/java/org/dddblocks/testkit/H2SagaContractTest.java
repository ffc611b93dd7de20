package org.dddblocks.testkit;

class H2SagaContractTest extends SagaContract implements OnH2 {}
