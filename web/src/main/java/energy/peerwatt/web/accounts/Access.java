package energy.peerwatt.web.accounts;

import energy.peerwatt.market.ParticipantId;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;

/**
 * What a caller may do.
 *
 * @param openReads whether everybody may read everything
 */
public record Access(Caller caller, boolean openReads) {

    /**
     * Refuses everybody but operators.
     *
     * @return the operator's login
     */
    public String requireOperator() {
        return switch (caller) {
            case Caller.Operator(String login) -> login;
            case Caller.Member _ -> throw new ForbiddenException();
            case Caller.Anonymous _ -> throw new UnauthorizedException();
        };
    }

    /**
     * Refuses everybody but the participant itself, operators included.
     *
     * @return the name that is kept with what is done
     */
    public String requireSelf(ParticipantId participant) {
        return switch (caller) {
            case Caller.Member(ParticipantId own) when own.equals(participant) ->
                    "participant " + own.value();
            case Caller.Member _, Caller.Operator _ -> throw new ForbiddenException();
            case Caller.Anonymous _ -> throw new UnauthorizedException();
        };
    }

    /**
     * Refuses everybody but the participant and operators, whatever may be read without a login.
     */
    public void requireOwnOrOperator(ParticipantId participant) {
        switch (caller) {
            case Caller.Operator _ -> {}
            case Caller.Member(ParticipantId own) when own.equals(participant) -> {}
            case Caller.Member _ -> throw new ForbiddenException();
            case Caller.Anonymous _ -> throw new UnauthorizedException();
        }
    }

    /** Refuses whoever may not see what belongs to the participant alone. */
    public void requireMayRead(ParticipantId participant) {
        if (openReads) {
            return;
        }
        switch (caller) {
            case Caller.Operator _ -> {}
            case Caller.Member(ParticipantId own) when own.equals(participant) -> {}
            case Caller.Member _ -> throw new ForbiddenException();
            case Caller.Anonymous _ -> throw new UnauthorizedException();
        }
    }
}
