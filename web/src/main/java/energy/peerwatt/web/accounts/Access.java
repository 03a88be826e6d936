package energy.peerwatt.web.accounts;

import energy.peerwatt.market.ParticipantId;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * What a caller may do.
 *
 * @param openReads whether everybody may read everything
 */
public record Access(Caller caller, boolean openReads) {

    /** Number of the caller's account; none if it is not logged in. */
    public OptionalLong account() {
        return caller instanceof Caller.Person person
                ? OptionalLong.of(person.account())
                : OptionalLong.empty();
    }

    /** Whether the caller runs the market. */
    public boolean isOperator() {
        return caller instanceof Caller.Person person && person.has(AccountRole.OPERATOR);
    }

    /**
     * Refuses everybody but operators.
     *
     * @return the operator's login
     */
    public String requireOperator() {
        return require(person -> person.has(AccountRole.OPERATOR)).login();
    }

    /**
     * Refuses everybody but the utility and operators.
     *
     * @return the login
     */
    public String requireUtility() {
        return require(Access::bills).login();
    }

    /**
     * Refuses everybody but admins.
     *
     * @return the admin's login
     */
    public String requireAdmin() {
        return require(person -> person.has(AccountRole.ADMIN)).login();
    }

    private static boolean bills(Caller.Person person) {
        return person.has(AccountRole.UTILITY) || person.has(AccountRole.OPERATOR);
    }

    /**
     * Refuses everybody but the participant's household, operators included.
     *
     * @return the name that is kept with what is done
     */
    public String requireSelf(ParticipantId participant) {
        require(person -> person.homes().contains(participant));
        return "participant " + participant.value();
    }

    /**
     * Refuses everybody but the participant and operators, whatever may be read without a login.
     */
    public void requireOwnOrOperator(ParticipantId participant) {
        require(person -> person.has(AccountRole.OPERATOR) || person.homes().contains(participant));
    }

    /**
     * Refuses whoever may not see the participant's bills, whatever may be read without a login.
     */
    public void requireOwnOrUtility(ParticipantId participant) {
        require(person -> bills(person) || person.homes().contains(participant));
    }

    /**
     * Who sees what belongs to the participant by running the market, not as one of its household.
     */
    public Optional<Caller.Person> staffFor(ParticipantId participant) {
        return caller instanceof Caller.Person person
                        && bills(person)
                        && !person.homes().contains(participant)
                ? Optional.of(person)
                : Optional.empty();
    }

    /** Whether the caller may see who a participant is, and under which terms it takes part. */
    public boolean mayKnow(ParticipantId participant) {
        return mayRead(participant) || (caller instanceof Caller.Person person && bills(person));
    }

    /** Refuses whoever may not know it, see {@link #mayKnow}. */
    public void requireMayKnow(ParticipantId participant) {
        if (!openReads) {
            requireOwnOrUtility(participant);
        }
    }

    /** Refuses whoever may not see what belongs to the participant alone. */
    public void requireMayRead(ParticipantId participant) {
        if (!openReads) {
            requireOwnOrOperator(participant);
        }
    }

    /** Whether the caller may see what belongs to the participant alone. */
    public boolean mayRead(ParticipantId participant) {
        return openReads
                || isOperator()
                || (caller instanceof Caller.Person person && person.homes().contains(participant));
    }

    /** Refuses who is not logged in. */
    public Caller.Person requirePerson() {
        return require(_ -> true);
    }

    private Caller.Person require(Predicate<Caller.Person> allowed) {
        return switch (caller) {
            case Caller.Person person when allowed.test(person) -> person;
            case Caller.Person _ -> throw new ForbiddenException();
            case Caller.Anonymous _ -> throw new UnauthorizedException();
        };
    }
}
