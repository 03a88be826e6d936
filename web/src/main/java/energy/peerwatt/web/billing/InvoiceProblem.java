package energy.peerwatt.web.billing;

import energy.peerwatt.market.ParticipantId;

/**
 * Why a member has no document of a month.
 *
 * @param problem for operators
 */
public record InvoiceProblem(ParticipantId member, String problem) {}
