package org.dddblocks.testkit;

class H2InboxContractTest extends InboxContract implements OnH2 {}
