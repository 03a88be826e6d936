package energy.peerwatt.matching;

import org.agrona.DirectBuffer;

/** Takes the engine's state, value by value, always in the same order. */
interface StateWriter {

    StateWriter int64(long value);

    StateWriter int32(int value);

    StateWriter flag(boolean value);

    StateWriter bytes(DirectBuffer buffer, int offset, int length);
}
