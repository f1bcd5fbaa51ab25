export {simulateDesk} from "./demo.ts";
export {writeDesk} from "./write-desk.ts";
