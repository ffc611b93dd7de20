/**
 * Starts the real servers that tests talk to, in the test's own process tree: no Docker, no installed service.
 *
 * <p>{@link org.dddblocks.testservers.PostgresServer} is one PostgreSQL 18 per JVM with a fresh database for each caller;
 * {@link org.dddblocks.testservers.KafkaServer} is a Kafka broker inside this JVM. This module is not published.
 */
@NullMarked
package org.dddblocks.testservers;

import org.jspecify.annotations.NullMarked;
