package org.dddblocks.testkit;

class H2DeadLetterCrashTest extends DeadLetterCrashes implements OnH2 {
    @Override
    int step() {
        return 4;
    }
}
