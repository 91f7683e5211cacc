/** A user: whoever sessions belong to. */

import { present, toDate } from "../internal/fields.js";
import type { Metadata } from "./metadata.js";

export interface IUser {
  uuid?: string | undefined;
  /** Ascending integer given by the server; the cursor of user lists. */
  id?: number | undefined;
  created_at?: Date | undefined;
  updated_at?: Date | undefined;
  deleted_at?: Date | undefined;
  user_id: string;
  email?: string | undefined;
  first_name?: string | undefined;
  last_name?: string | undefined;
  metadata?: Metadata | undefined;
}

export class User implements IUser {
  uuid?: string | undefined;
  id?: number | undefined;
  created_at?: Date | undefined;
  updated_at?: Date | undefined;
  deleted_at?: Date | undefined;
  user_id: string;
  email?: string | undefined;
  first_name?: string | undefined;
  last_name?: string | undefined;
  metadata?: Metadata | undefined;

  constructor(data: IUser) {
    const given = present(data);
    this.uuid = given.uuid;
    this.id = given.id;
    this.created_at = toDate(given.created_at);
    this.updated_at = toDate(given.updated_at);
    this.deleted_at = toDate(given.deleted_at);
    this.user_id = given.user_id;
    this.email = given.email;
    this.first_name = given.first_name;
    this.last_name = given.last_name;
    this.metadata = given.metadata;
  }

  /** A plain object without the fields that are not set. */
  toDict(): IUser {
    return present<IUser>({ ...this });
  }
}

export interface ICreateUserRequest {
  user_id: string;
  email?: string | undefined;
  first_name?: string | undefined;
  last_name?: string | undefined;
  metadata?: Metadata | undefined;
}

export class CreateUserRequest implements ICreateUserRequest {
  user_id: string;
  email?: string | undefined;
  first_name?: string | undefined;
  last_name?: string | undefined;
  metadata?: Metadata | undefined;

  constructor(data: ICreateUserRequest) {
    this.user_id = data.user_id;
    this.email = data.email;
    this.first_name = data.first_name;
    this.last_name = data.last_name;
    this.metadata = data.metadata;
  }

  /** A plain object without the fields that are not set. */
  toDict(): ICreateUserRequest {
    return present<ICreateUserRequest>({ ...this });
  }
}

export interface IUpdateUserRequest extends ICreateUserRequest {
  uuid?: string | undefined;
}

/** Fields that are not set keep their stored value; metadata is merged into the stored one. */
export class UpdateUserRequest extends CreateUserRequest implements IUpdateUserRequest {
  uuid?: string | undefined;

  constructor(data: IUpdateUserRequest) {
    super(data);
    this.uuid = data.uuid;
  }

  override toDict(): IUpdateUserRequest {
    return present<IUpdateUserRequest>({ ...this });
  }
}
