package energy.peerwatt.web.reputation;

import energy.peerwatt.market.Channel;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.headend.check.Check;
import java.time.Instant;
import java.util.Optional;

/**
 * What a member says against its reputation.
 *
 * @param filedAt market time
 * @param text 1 to 1000 characters
 * @param about the finding it is about; empty if it is about the rest
 * @param answer empty until an operator has answered; then it stays as it is
 */
public record Objection(
        long id,
        MeteringPointId meteringPoint,
        Instant filedAt,
        String text,
        Optional<FindingKey> about,
        Optional<Answer> answer) {

    /** Which finding of the metering point. */
    public record FindingKey(Instant start, Channel channel, Check check) {}

    /**
     * An operator's answer.
     *
     * @param at market time
     * @param login of the operator
     * @param upheld whether the member is right; a finding it is about is withdrawn then
     */
    public record Answer(Instant at, String login, boolean upheld, String text) {}
}
