package org.dddblocks.saga;

import java.sql.SQLException;
import org.dddblocks.core.DomainRejection;
import org.dddblocks.persistence.spi.SafeSql;

/** Says in the story what went wrong, without payloads. */
final class Failures {
    private static final int LONGEST = 1000;
    private static final int DEEPEST = 50;

    private Failures() {}

    static String describe(Throwable failure) {
        Throwable root = failure;
        for (int depth = 0; root.getCause() != null && depth < DEEPEST; depth++) {
            root = root.getCause();
        }
        String said = sentence(failure);
        return shortened(root == failure ? said : said + " Caused by " + sentence(root));
    }

    /** A reply is named by its type alone, since its content is the state's to remember. */
    static String refusal(Object reason) {
        if (reason instanceof DomainRejection rejection) {
            return shortened(rejection.code() + ": " + rejection.getMessage());
        }
        return reason instanceof Throwable thrown
                ? describe(thrown)
                : reason.getClass().getSimpleName();
    }

    /** Says where, since a story has no stack traces; what a driver says loses the values it may quote. */
    private static String sentence(Throwable failure) {
        String message =
                failure instanceof SQLException sql ? SafeSql.withoutValues(sql).getMessage() : failure.getMessage();
        StackTraceElement[] stack = failure.getStackTrace();
        String where = stack.length == 0 ? "" : " (at " + stack[0] + ")";
        return failure.getClass().getSimpleName() + (message == null ? "" : ": " + message) + where + ".";
    }

    /** A refusal whose text no database keeps would not be recorded at all, so such characters are replaced. */
    private static String shortened(String text) {
        String start = text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
        return start.codePoints()
                .map(c -> Checks.isLost(c) ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
