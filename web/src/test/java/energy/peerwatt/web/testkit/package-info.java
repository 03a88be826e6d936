/** What tests of the market share: a running market, a street of homes, waiting. */
package energy.peerwatt.web.testkit;
