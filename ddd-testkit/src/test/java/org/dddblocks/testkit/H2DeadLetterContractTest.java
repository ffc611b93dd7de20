package org.dddblocks.testkit;

class H2DeadLetterContractTest extends DeadLetterContract implements OnH2 {}
