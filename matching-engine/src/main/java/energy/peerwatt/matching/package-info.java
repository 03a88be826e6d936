/**
 * The matching engine as a function: state and a sequenced command give events.
 *
 * <p>Pure and single-threaded. It reads no clock, draws no random number, logs nothing and iterates
 * over nothing whose order is undefined, so replaying the command log always gives the same events
 * and the same {@linkplain energy.peerwatt.matching.MatchingEngine#stateHash() state hash}.
 */
@NullMarked
package energy.peerwatt.matching;

import org.jspecify.annotations.NullMarked;
