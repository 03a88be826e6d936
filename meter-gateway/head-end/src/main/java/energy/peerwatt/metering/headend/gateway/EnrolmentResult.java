package energy.peerwatt.metering.headend.gateway;

import energy.peerwatt.metering.protocol.GatewayIdentity;

/** What became of a wish to be known by a new key, after commit. */
public sealed interface EnrolmentResult {

    /** The key is trusted; a wish that is repeated gets this answer again. */
    record Trusted(GatewayIdentity identity) implements EnrolmentResult {}

    /** Nothing was changed. */
    record Refused(Refusal reason) implements EnrolmentResult {}

    /** Why a key is not trusted. */
    enum Refusal {
        /** No request, or not signed by the keys that it names. */
        NOT_PROVEN,
        /** No such code was given out for this gateway. */
        WRONG_CODE,
        /** The code's time is over. */
        EXPIRED_CODE,
        /** Another key was enrolled with the code. */
        USED_CODE,
        /** The key, or the one that introduces it, was revoked. */
        REVOKED_KEY,
        /** The time of the key that introduces the new one is over. */
        EXPIRED_KEY,
        /** The key is another gateway's. */
        KEY_OF_ANOTHER,
        /** The old key's end is not in the days ahead. */
        BAD_PERIOD
    }
}
