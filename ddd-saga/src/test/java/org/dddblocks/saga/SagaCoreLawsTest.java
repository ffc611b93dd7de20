package org.dddblocks.saga;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.dddblocks.saga.StoryEntry.What;

class SagaCoreLawsTest {
    @Property(tries = 500)
    void undone_is_what_was_completed_in_reverse_or_everything_is_done(@ForAll("answers") List<Boolean> answers) {
        Play play = new Play();
        answers.forEach(play::answer);
        for (int i = 0; i < 100 && play.now.status().isActive(); i++) {
            play.answer(true);
        }

        List<String> completed = play.steps(What.COMPLETED);
        List<String> undone = play.notes.stream()
                .filter(note -> note.what() == What.UNDONE || note.what() == What.NOTHING_TO_UNDO)
                .map(Note::step)
                .toList();
        if (play.now.status() == SagaStatus.COMPLETED) {
            assertThat(completed).containsExactly("a", "b", "c", "d", "e", "f", "g");
            assertThat(undone).isEmpty();
        } else {
            List<String> reverse = new ArrayList<>(completed);
            Collections.reverse(reverse);
            assertThat(play.now.status()).isEqualTo(SagaStatus.COMPENSATED);
            assertThat(completed).isSubsetOf("a", "b", "c", "d");
            assertThat(undone).isEqualTo(reverse);
        }
        assertThat(play.wake).isEqualTo(Wake.NEVER);
        assertThat(play.now.awaiting()).isNull();
    }

    @Provide
    Arbitrary<List<Boolean>> answers() {
        return Arbitraries.frequency(Tuple.of(9, true), Tuple.of(1, false))
                .list()
                .ofMinSize(5)
                .ofMaxSize(40);
    }
}
