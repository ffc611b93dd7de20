package org.dddblocks.saga;

import java.lang.reflect.Modifier;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.dddblocks.persistence.PersistenceException;

/** What the types of a definition cannot see; all findings come in one message. */
final class DefinitionChecks {
    /** These also stand for lost connections and bugs, after which nobody knows that nothing happened. */
    private static final Set<Class<?>> TOO_BROAD = Set.of(
            Exception.class,
            RuntimeException.class,
            SQLException.class,
            PersistenceException.class,
            InterruptedException.class);

    private final List<String> findings = new ArrayList<>();

    private DefinitionChecks() {}

    static <S> void check(String saga, List<Step<S>> steps) {
        DefinitionChecks checks = new DefinitionChecks();
        checks.names(steps);
        steps.forEach(checks::step);
        if (!checks.findings.isEmpty()) {
            throw new IllegalArgumentException(
                    "Saga " + saga + " cannot be built. " + String.join(" ", checks.findings));
        }
    }

    private <S> void names(List<Step<S>> steps) {
        Set<String> seen = new HashSet<>();
        for (Step<S> step : steps) {
            if (!seen.add(step.name())) {
                findings.add(("Two steps are named \"%s\"; instances remember where they are by that name."
                                + " Rename one of them.")
                        .formatted(step.name()));
            }
        }
    }

    private <S> void step(Step<S> step) {
        if (step.doing() instanceof Doing.ByCommand<S> doing) {
            replies(step, doing);
        } else {
            step.rejections().forEach(refusal -> exception(step, refusal.type()));
        }
        if (step.undoing() instanceof Undoing.ByCommand<S> undoing) {
            concrete(step, undoing.reply());
        }
        declaredOnce(step);
    }

    private <S> void replies(Step<S> step, Doing.ByCommand<S> doing) {
        Stream.concat(Stream.of(doing.reply()), step.rejections().stream().map(Rejection::type))
                .forEach(type -> concrete(step, type));
        if (step.rejections().stream().anyMatch(refusal -> refusal.type().isAssignableFrom(doing.reply()))) {
            findings.add(("Step %s takes %s for success and for a refusal; one message cannot be both."
                            + " Give each outcome its own message, or remove one of the two.")
                    .formatted(step.name(), doing.reply().getSimpleName()));
        }
    }

    private <S> void concrete(Step<S> step, Class<?> reply) {
        if (reply.isInterface()
                || Modifier.isAbstract(reply.getModifiers())
                || reply.isPrimitive()
                || reply == Object.class) {
            findings.add(("Step %s awaits %s, which no message has as its type; a reply is a concrete class that is"
                            + " registered with the codec. Name the record that the participant publishes.")
                    .formatted(step.name(), reply.getName()));
        }
    }

    private <S> void exception(Step<S> step, Class<?> refusal) {
        if (TOO_BROAD.contains(refusal)) {
            findings.add(("Step %s declares %s as a refusal, but that is also what a lost connection or a bug throws."
                            + " Declare the exception with which the business refuses, such as DomainRejection.")
                    .formatted(step.name(), refusal.getName()));
        }
    }

    private <S> void declaredOnce(Step<S> step) {
        Set<Class<?>> seen = new HashSet<>();
        for (Rejection<S> refusal : step.rejections()) {
            if (!seen.add(refusal.type())) {
                findings.add("Step %s declares %s as a refusal twice. Remove one of them."
                        .formatted(step.name(), refusal.type().getSimpleName()));
            }
        }
    }
}
