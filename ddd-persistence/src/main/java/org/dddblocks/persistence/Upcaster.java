package org.dddblocks.persistence;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Turns the stored text of an old type, or of an old version of one, into what this code knows, whenever it is read; what
 * is stored never changes.
 *
 * <p><b>Shape.</b> From one name and schema version to one other (1→1), to several (1→n, in order) or to none (1→0). Each
 * target is declared, so that a codec can refuse gaps and cycles when it is built; targets may have upcasters themselves.
 * All that comes of one stored event keeps its version and its place in the feed. <b>Functions</b> get a copy of the JSON
 * object that is theirs, must depend on nothing else, and always give the same. <b>Threads.</b> Immutable; functions are
 * called by many threads.
 *
 * <pre>{@code
 * Upcaster currency = Upcaster.from("ordering.OrderPlaced", 1).to(2, old -> old.put("currency", "GBP"));
 * Upcaster moved = Upcaster.from("ordering.CustomerMoved", 1)
 *         .to("ordering.StreetChanged", 1, old -> old.without("city"))
 *         .and("ordering.CityChanged", 1, old -> old.has("city") ? old.without("street") : null);
 * Upcaster viewed = Upcaster.from("ordering.OrderViewed", 1).toNothing();
 * }</pre>
 *
 * @see <a href="https://leanpub.com/esversioning/read">Young, Versioning in an Event Sourced System</a>
 */
public final class Upcaster {
    private final Stage from;
    private final List<Target> targets;

    private Upcaster(Stage from, List<Target> targets) {
        this.from = from;
        this.targets = List.copyOf(targets);
    }

    /**
     * Begins an upcaster.
     *
     * @param typeName as stored
     * @param schemaVersion as stored, from 1
     * @return what to say next: where to
     * @throws IllegalArgumentException if the name is missing or the version below 1
     */
    public static From from(String typeName, int schemaVersion) {
        return new From(new Stage(typeName, schemaVersion));
    }

    /**
     * Makes one more object of the same stored text; it comes after those that were declared before.
     *
     * @param typeName the name of what is made
     * @param schemaVersion its version
     * @param change gets a copy of the stored object; {@code null} for nothing this time
     * @return a new upcaster
     */
    public Upcaster and(String typeName, int schemaVersion, Function<ObjectNode, @Nullable ObjectNode> change) {
        Arguments.given(change, "The function of the upcaster from " + from);
        return add(typeName, schemaVersion, change.getClass(), old -> {
            ObjectNode made = change.apply(old);
            return made == null ? List.of() : List.of(made);
        });
    }

    /**
     * Makes any number of objects of one type, such as one for each element of a list.
     *
     * @param typeName the name of what is made
     * @param schemaVersion its version
     * @param change gets a copy of the stored object
     * @return a new upcaster
     */
    public Upcaster andEach(String typeName, int schemaVersion, Function<ObjectNode, List<ObjectNode>> change) {
        Arguments.given(change, "The function of the upcaster from " + from);
        return add(typeName, schemaVersion, change.getClass(), change);
    }

    private Upcaster add(
            String typeName, int schemaVersion, Class<?> writtenIn, Function<ObjectNode, List<ObjectNode>> change) {
        List<Target> more = new ArrayList<>(targets);
        more.add(new Target(new Stage(typeName, schemaVersion), writtenIn, change));
        return new Upcaster(from, more);
    }

    Stage from() {
        return from;
    }

    List<Target> targets() {
        return targets;
    }

    /** Where an upcaster begins: waits for where it leads. */
    public static final class From {
        private final Stage from;

        private From(Stage from) {
            this.from = from;
        }

        /**
         * To another version of the same name.
         *
         * @param schemaVersion the version of what is made, higher than the stored one
         * @param change gets a copy of the stored object and may change and return it
         * @return the upcaster
         */
        public Upcaster to(int schemaVersion, Function<ObjectNode, @Nullable ObjectNode> change) {
            return to(from.typeName(), schemaVersion, change);
        }

        /**
         * To another name.
         *
         * @param typeName the name of what is made
         * @param schemaVersion its version
         * @param change gets a copy of the stored object and may change and return it
         * @return the upcaster, to which {@link Upcaster#and} adds more
         */
        public Upcaster to(String typeName, int schemaVersion, Function<ObjectNode, @Nullable ObjectNode> change) {
            return toNothing().and(typeName, schemaVersion, change);
        }

        /**
         * To any number of objects of one type.
         *
         * @param typeName the name of what is made
         * @param schemaVersion its version
         * @param change gets a copy of the stored object
         * @return the upcaster, to which {@link Upcaster#and} adds more
         */
        public Upcaster toEach(String typeName, int schemaVersion, Function<ObjectNode, List<ObjectNode>> change) {
            return toNothing().andEach(typeName, schemaVersion, change);
        }

        /**
         * To nothing: it is of no interest any more. Its version stays, so expected versions do not change.
         *
         * @return the upcaster
         */
        public Upcaster toNothing() {
            return new Upcaster(from, List.of());
        }
    }

    /** A name and a version of its shape. */
    record Stage(String typeName, int schemaVersion) {
        Stage {
            Arguments.given(typeName, "The type name of an upcaster");
            Arguments.check(schemaVersion >= 1, "The schema version of " + typeName, schemaVersion, "1 or more");
        }

        @Override
        public String toString() {
            return typeName + " v" + schemaVersion;
        }
    }

    /** What is made, and how. */
    record Target(Stage stage, Class<?> writtenIn, Function<ObjectNode, List<ObjectNode>> change) {}
}
