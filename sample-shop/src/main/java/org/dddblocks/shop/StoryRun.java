package org.dddblocks.shop;

import java.io.PrintStream;

/** One run of the command {@code story}. */
final class StoryRun {
    private final PrintStream out;
    private final PrintStream err;

    StoryRun(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    int run() {
        try {
            if (new Story(out).tell()) return ShopCommand.WELL;
            err.println("The story ended otherwise than it should; see the steps above.");
        } catch (RuntimeException failed) {
            err.println(
                    "The story failed: " + String.valueOf(failed.getMessage()).replaceAll("\\R+", " "));
        }
        return ShopCommand.FAILED;
    }
}
