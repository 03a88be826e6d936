package energy.peerwatt.web.view;

/**
 * A participant's account as the chain has it.
 *
 * @param cashOnChain over all settled batches; positive is received
 */
public record AccountView(
        long participantId, String address, String cashOnChain, long soldWhOnChain) {}
