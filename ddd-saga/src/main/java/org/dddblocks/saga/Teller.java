package org.dddblocks.saga;

import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes on what was told of an instance, once it is committed: to the log and to the application's listener. */
final class Teller {
    private static final Logger LOG = LoggerFactory.getLogger(Teller.class);

    private final Consumer<StoryEntry> listener;

    Teller(Consumer<StoryEntry> listener) {
        this.listener = listener;
    }

    void tell(SagaRow row, List<StoryEntry> told) {
        for (StoryEntry entry : told) {
            log(row, entry);
            try {
                listener.accept(entry);
            } catch (RuntimeException e) { // it only watches
                LOG.warn("The listener failed on an entry of {}.", row, e);
            }
        }
    }

    private static void log(SagaRow row, StoryEntry entry) {
        String step = entry.step().map(name -> ", step " + name).orElse("");
        switch (entry.what()) {
            case FAILED, PARKED -> LOG.warn("{} {}{}: {}", entry.what(), row, step, entry.why());
            case REPLY_IGNORED, RESUMED -> LOG.info("{} {}{}: {}", entry.what(), row, step, entry.why());
            default -> LOG.debug("{} {}{} {}", entry.what(), row, step, entry.why());
        }
    }
}
