package org.dddblocks.architecture.snippets;

import org.dddblocks.outbox.DeadLetter;
import org.dddblocks.outbox.DeadLetters;
import org.dddblocks.outbox.FailurePolicies;
import org.dddblocks.outbox.FailurePolicy;
import org.dddblocks.outbox.MessageKey;
import org.dddblocks.outbox.OutboxConfig;
import org.dddblocks.outbox.Redriven;
import org.dddblocks.persistence.Database;

/** What the javadoc and the document about dead letters show. */
interface DeadLetterSnippets {
    abstract class Statements {
        void policies() {
            OutboxConfig config = OutboxConfig.builder()
                    .onFailure(FailurePolicies.others(FailurePolicy.PARK_KEY)
                            .ofMessages("newsletter-was-printed", FailurePolicy.SKIP)
                            .ofKeys("ledger", FailurePolicy.HALT))
                    .build();
            System.out.println(config);
        }

        void redriving(Database database) {
            DeadLetters letters = DeadLetters.on(database);
            for (DeadLetter letter : letters.list(0, 100)) {
                Redriven redriven = letters.redrive(letter.number(), "ann", "inventory 1.4.2 reads it");
                redriven.warnings().forEach(System.out::println);
            }
        }

        void ofOneKey(DeadLetters letters, DeadLetter letter) {
            MessageKey key = new MessageKey("order", "536365");
            letters.ofKey(key).forEach(System.out::println);
            letters.redriveKey(key, "ann", "inventory 1.4.2 reads it");
            letters.discard(letter.number(), "ann", "a test order, nobody waits for it");
            letters.audit(0, 100).forEach(System.out::println);
        }
    }
}
