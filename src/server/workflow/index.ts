export { endTask, findTask, insertTask, listTasks, markTaskAssigned, markTaskReceived, moveTask } from './queries.ts'
export type { NewTask, Task, TaskEnd } from './schema.ts'
