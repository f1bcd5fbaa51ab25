export {quoteIdentifier} from "./identifier.ts";
export {join, name, type Sql, type SqlName, type SqlValue, type Statement, sql, statement} from "./statement.ts";
