package org.dddblocks.testkit.model;

import org.dddblocks.core.TypedId;

/**
 * Identifies an account.
 *
 * @param value its number
 */
public record AccountId(String value) implements TypedId<Account> {}
