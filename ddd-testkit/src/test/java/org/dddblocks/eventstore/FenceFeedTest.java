package org.dddblocks.eventstore;

class FenceFeedTest extends FenceScenarios {}
