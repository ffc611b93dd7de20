package org.dddblocks.saga;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The turns that one thread takes on an instance in a row, as long as nobody else comes in between. */
final class Visit {
    private final UUID id;
    private @Nullable Long revision;

    Visit(UUID id) {
        this.id = id;
    }

    UUID id() {
        return id;
    }

    boolean wasRead() {
        return revision != null;
    }

    /** False if somebody else wrote the row since this visit did. */
    boolean reads(SagaRow row) {
        if (revision == null) {
            revision = row.revision();
        }
        return revision == row.revision();
    }

    /** The turn that was read is committed. */
    void committed() {
        if (revision != null) {
            revision = revision + 1;
        }
    }

    @Override
    public String toString() {
        return "saga instance " + id;
    }
}
