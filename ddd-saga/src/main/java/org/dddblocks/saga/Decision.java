package org.dddblocks.saga;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What follows from an input.
 *
 * @param progress to store
 * @param notes to add to the story, in order
 * @param task to do; null if there is nothing to do now
 * @param wake when to look again
 */
record Decision<S>(
        Progress<S> progress, List<Note> notes, @Nullable Task<S> task, Wake wake) {
    static <S> Decision<S> of(Progress<S> progress, List<Note> notes, Wake wake) {
        return new Decision<>(progress, notes, null, wake);
    }

    static List<Note> plus(List<Note> notes, Note note) {
        List<Note> more = new ArrayList<>(notes);
        more.add(note);
        return List.copyOf(more);
    }
}
